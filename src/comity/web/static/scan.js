// Reads a bar code or a QR code with the camera into the field beside the button, where the browser can (Shape Detection).
// A scanner that types needs nothing of this.
async function read(video, detector) {
  for (;;) {
    const [found] = await detector.detect(video);
    if (found) return found.rawValue;
    await new Promise((again) => setTimeout(again, 150));
  }
}

async function scan(button) {
  const field = document.getElementById(button.dataset.scan);
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const video = document.createElement("video");
  video.className = "cm-scan";
  video.muted = true;
  video.srcObject = stream;
  button.after(video);
  try {
    await video.play();
    field.value = await read(video, new BarcodeDetector());
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.remove();
  }
}

export function offerScanning() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  for (const button of document.querySelectorAll("[data-scan]")) {
    button.hidden = false;
    button.addEventListener("click", () => scan(button));
  }
}
