"""What the pages are drawn with: icons, marks of the four kinds, native form controls."""
