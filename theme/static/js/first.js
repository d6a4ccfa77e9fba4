// For: html
// Before anything is drawn: the reader's choice of light or dark, and a sign that scripts run.
document.documentElement.dataset.theme = localStorage.theme || ""
