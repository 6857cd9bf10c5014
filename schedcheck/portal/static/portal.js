// Dropping files, and how much is uploaded. Without it the form works as any form does.
"use strict";
for (const form of document.querySelectorAll("form.drop")) {
  const field = form.querySelector("input[type=file]");
  const progress = form.querySelector("progress");
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    progress.hidden = false;
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
