// Makes a photo smaller on the device, upright and without what the camera wrote into it. Where the browser cannot read
// it, the file goes as it is and the server looks at it.

const LONGEST = 2_600;
const QUALITY = 0.86;

/** What is sent for a file: a JPEG, or the file’s own bytes, copied so that they outlive the file. */
export async function shrunk(file) {
  const own = new Blob([await file.arrayBuffer()], { type: file.type });
  const made = await drawn(own);
  return made && (made.size < own.size || own.type !== "image/jpeg") ? made : own;
}

async function drawn(blob) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(blob, { imageOrientation: "from-image" });
  } catch {
    return null; // No picture, or of a kind that this browser does not know.
  }
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}
