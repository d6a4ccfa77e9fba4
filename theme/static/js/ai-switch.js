// For: .ai-switch
// The choice to read without the sections that AI wrote is remembered.
const box = document.querySelector(".ai-switch input")
try {
  box.checked = localStorage.ai == "off"
  box.onchange = () => { localStorage.ai = box.checked ? "off" : "" }
} catch { }
