// For: .ai-switch
// The choice to read without the sections that AI wrote is remembered.
const box = document.querySelector(".ai-switch input")
box.checked = localStorage.ai
box.onchange = () => localStorage.ai = box.checked ? 1 : ""
