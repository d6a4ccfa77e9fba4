// For: .share
// The device's own way to share, where it has one.
const more = document.querySelector(".share button")
more.hidden = !navigator.share
more.onclick = () => navigator.share({ url: location })
