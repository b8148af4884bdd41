// The directory's form, sent by htmx: fields left empty stay out of the address, as they do in the links of the page.

document.addEventListener("htmx:configRequest", (event) => {
  const parameters = event.detail.parameters;
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
});
