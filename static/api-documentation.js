// Draws the API's documentation. No try-out by another server, no check by an outside validator.
const place = document.getElementById("documentation");
SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
