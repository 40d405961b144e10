// The filter, links into what it hides, and buttons that copy. Without this the page is whole, too.

const field = document.getElementById("filter");
const found = document.getElementById("found");
const all = found.textContent; // "7 tasks"
const searched = [...document.querySelectorAll("[data-search]")];
const groups = [...document.querySelectorAll("nav .group, main > section:not(.changes)")];

function filter() {
  const words = field.value.toLowerCase().split(/\s+/);
  let shown = 0;
  for (const element of searched) {
    const text = element.dataset.search;
    element.hidden = !words.every((word) => text.includes(word));
    if (!element.hidden && element.tagName === "LI") shown += 1;
  }
  for (const group of groups) group.hidden = !group.querySelector("[data-search]:not([hidden])");
  found.textContent = field.value.trim() === "" ? all : `${shown} of ${all}`;
}

// A link may lead to what the filter hides: then the filter goes.
function reveal() {
  const target = document.querySelector(":target");
  if (!target?.closest("[hidden]")) return;
  field.value = "";
  filter();
  target.scrollIntoView();
}

function addCopyButton(figure) {
  const code = figure.querySelector("code");
  const button = document.createElement("button");
  const name = figure.closest("article").id;
  const label = figure.querySelector("figcaption").textContent;
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy the ${label} call of ${name}`);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      // Where the clipboard is out of reach, the text is at least marked.
      getSelection().selectAllChildren(code);
      button.textContent = "Marked";
    }
    setTimeout(() => {
      button.textContent = "Copy";
    }, 2000);
  });
  figure.append(button);
}

field.addEventListener("input", filter);
field.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  field.value = "";
  filter();
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  event.preventDefault();
  field.focus();
});
addEventListener("hashchange", reveal);
for (const figure of document.querySelectorAll(".copied")) addCopyButton(figure);
// A browser may have kept what was typed before the page was loaded again.
filter();
reveal();
