// Renders the document and lets one pair of credentials serve both it and the live view.
import { watch } from "/assets/live.js";

const byId = (id) => document.getElementById(id);
let stopWatching = () => {};

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const followScheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", followScheme);
followScheme();

const ui = window.SwaggerUIBundle({
  spec: await readDocument(),
  dom_id: "#document",
  validatorUrl: null,
  queryConfigEnabled: false,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  syntaxHighlight: { activated: true, theme: "agate" },
  // Whatever a proxy made of the host: requests, and credentials, go where the page came from.
  requestInterceptor: (request) => {
    const { pathname, search } = new URL(request.url, location.origin);
    request.url = location.origin + pathname + search;
    return request;
  },
});

byId("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  const sid = byId("sid").value;
  const token = byId("token").value;
  signIn(sid, token);
});

byId("make-up").addEventListener("click", () => {
  byId("sid").value = `AC${randomHex(16)}`;
  byId("token").value = randomHex(16);
  byId("token").type = "text";
});

byId("sign-out").addEventListener("click", () => signOut(""));

byId("pause").addEventListener("click", (event) => {
  const paused = event.target.getAttribute("aria-pressed") !== "true";
  event.target.setAttribute("aria-pressed", String(paused));
});

/** Reads the document, without the examples that would fill every filter in and find nothing. */
async function readDocument() {
  const read = await (await fetch("/swagger.json")).json();
  const operations = Object.values(read.paths).flatMap((path) => Object.values(path));
  const parameters = operations.flatMap((operation) => operation.parameters ?? []);
  for (const parameter of [...parameters, ...Object.values(read.parameters ?? {})]) {
    if (!parameter.required) delete parameter["x-example"];
  }
  return read;
}

function signIn(sid, token) {
  ui.preauthorizeBasic("basic", sid, token);
  stopWatching = watch(sid, token, {
    isPaused: () => document.hidden || byId("pause").getAttribute("aria-pressed") === "true",
    refused: () => signOut("These credentials were refused."),
  });
  byId("who").textContent = sid;
  byId("token").value = "";
  byId("token").type = "password";
  byId("pause").setAttribute("aria-pressed", "false");
  byId("sign-in").hidden = true;
  byId("account").hidden = false;
  byId("pause").focus();
}

function signOut(reason) {
  stopWatching();
  ui.authActions.logout(["basic"]);
  byId("sign-in").hidden = false;
  byId("account").hidden = true;
  byId("status").textContent = reason;
  byId("sid").focus();
}

function randomHex(bytes) {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
