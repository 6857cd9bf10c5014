// Dropping files, and how much is uploaded. Without it the form works as any form does.
"use strict";
for (const form of document.querySelectorAll("form.drop")) {
  const field = form.querySelector("input[type=file]");
  const progress = form.querySelector("progress");
  const button = form.querySelector("button");
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
  // what the portal would refuse is said before it is sent
  const tooMuch = () => {
    const sizes = Array.from(field.files, (file) => file.size);
    const found = {
      bytes: Math.max(0, ...sizes),
      allBytes: sizes.reduce((sum, size) => sum + size, 0),
      files: sizes.length,
    };
    const over = Object.keys(found).find((kind) => found[kind] > Number(form.dataset[kind]));
    for (const words of form.querySelectorAll("[data-over]")) words.hidden = words.dataset.over !== over;
    return Boolean(over);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button.disabled || tooMuch()) return;
    const request = new XMLHttpRequest();
    progress.hidden = false;
    button.disabled = true;
    request.upload.addEventListener("progress", (at) => { progress.value = at.loaded / at.total; });
    request.addEventListener("load", () => {
      if (request.status === 200) { location.assign(request.responseURL); return; }
      document.open(); document.write(request.responseText); document.close();
    });
    request.addEventListener("error", () => form.submit());
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
}
