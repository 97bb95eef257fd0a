// After a form came back with mistakes, the summary [data-errors] takes the focus, so that it is read out first.
document.querySelector("[data-errors]")?.focus();
