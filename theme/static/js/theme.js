// For: .theme-switch
// Light or dark by choice; what the system says anyway is not remembered.
document.querySelector(".theme-switch").onclick = () => {
  const root = document.documentElement.dataset
  const other = matchMedia("(prefers-color-scheme:dark)").matches ? "light" : "dark"
  localStorage.theme = root.theme = root.theme == other ? "" : other
}
