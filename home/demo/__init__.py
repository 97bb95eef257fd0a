"""The demo network: the people, leads, stories and the trophy that ship with the product, placed in the year before today."""
