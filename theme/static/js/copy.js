// For: pre
// A button that copies a block of code; its words stand on the text's container.
const words = document.querySelector("[data-copy]").dataset.copy.split("|")
if (navigator.clipboard) document.querySelectorAll(".prose pre").forEach((pre) => {
  const box = document.createElement("div")
  const button = document.createElement("button")
  box.className = "code"
  button.textContent = words[0]
  button.ariaLive = "polite"
  button.onclick = async () => {
    await navigator.clipboard.writeText(pre.textContent)
    button.textContent = words[1]
  }
  pre.replaceWith(box)
  box.append(pre, button)
})
