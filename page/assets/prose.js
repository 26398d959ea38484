// The text of lessons, as blocks and spans.

import { el } from "./dom.js";

const tags = { code: "code", strong: "strong", emphasis: "em" };

function span(s) {
  if (s.Style === "link" && /^https?:\/\//.test(s.URL)) return el("a", { href: s.URL, rel: "noreferrer", target: "_blank", text: s.Text });
  return tags[s.Style] ? el(tags[s.Style], { text: s.Text }) : s.Text;
}

/** @returns {HTMLElement[]} elements of a prose; items of a list are in a list */
export function prose(blocks) {
  const all = [];
  for (const block of blocks ?? []) {
    const spans = (block.Spans ?? []).map(span);
    switch (block.Kind) {
      case "listing":
        all.push(el("pre", {}, ...spans));
        break;
      case "item":
      case "numbered": {
        const tag = block.Kind === "item" ? "UL" : "OL";
        if (all.at(-1)?.tagName !== tag) all.push(el(tag.toLowerCase()));
        all.at(-1).append(el("li", {}, ...spans));
        break;
      }
      default:
        all.push(el("p", {}, ...spans));
    }
  }
  return all;
}
