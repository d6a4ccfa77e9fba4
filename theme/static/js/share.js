// For: .share
// The device's own way to share, where it has one.
const native = document.querySelector(".share button")
native.hidden = !navigator.share
native.onclick = () => navigator.share({ url: location.href })
