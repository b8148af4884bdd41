// A picture is cut in the browser before it leaves: which part of it is kept is chosen with three sliders, by finger, mouse
// or keyboard. Without this module, or with a picture that the browser cannot read, it leaves whole.

const MOST_PIXELS = 2400;
const PREVIEW_PIXELS = 480;

document.querySelectorAll("template[data-crop]").forEach((template) => {
  const form = template.closest("form");
  const input = form.querySelector("input[type=file]");
  let picture = null;
  let tools = null;
  let isCut = false;

  const slider = (name) => Number(tools.querySelector(`[name=${name}]`).value);

  /** The part kept: the whole, or as large a part as the first slider says, where the others put it. */
  const part = () => {
    const share = 1 / slider("zoom");
    const [width, height] = [picture.width * share, picture.height * share];
    return [(picture.width - width) * slider("across"), (picture.height - height) * slider("down"), width, height];
  };

  const drawn = (canvas, most) => {
    const kept = part();
    const scale = Math.min(1, most / Math.max(kept[2], kept[3]));
    canvas.width = Math.max(1, Math.round(kept[2] * scale));
    canvas.height = Math.max(1, Math.round(kept[3] * scale));
    canvas.getContext("2d").drawImage(picture, ...kept, 0, 0, canvas.width, canvas.height);
    return canvas;
  };

  const show = () => {
    isCut = slider("zoom") > 1;
    for (const name of ["across", "down"]) tools.querySelector(`[name=${name}]`).disabled = !isCut;
    drawn(tools.querySelector("canvas"), PREVIEW_PIXELS);
  };

  const open = async () => {
    tools?.remove();
    tools = null;
    isCut = false;
    picture = input.files[0] && (await createImageBitmap(input.files[0]).catch(() => null));
    if (!picture) return;
    const copy = template.content.cloneNode(true);
    tools = copy.firstElementChild;
    input.parentElement.append(copy);
    tools.addEventListener("input", show);
    show();
  };

  input.addEventListener("change", open);
  // On a slow line one chooses before this module has come.
  if (input.files.length) open();

  form.addEventListener("submit", (event) => {
    if (!isCut) return;
    event.preventDefault();
    const canvas = drawn(document.createElement("canvas"), MOST_PIXELS);
    canvas.toBlob((blob) => {
      if (blob) {
        const sent = new DataTransfer();
        sent.items.add(new File([blob], "image.webp", { type: blob.type }));
        input.files = sent.files;
      }
      isCut = false;
      form.requestSubmit(event.submitter);
    }, "image/webp", 0.92);
  });
});
