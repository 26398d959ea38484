// The entry of a lane: a command is typed, completed, taken from history, sent.

import { complete, withLengths } from "./commands.js";
import { attempt, el, fill } from "./dom.js";
import { mailboxes } from "./names.js";

export class Entry {
  /**
   * @param {Object} lane
   * @param {(lane: Object, text: string) => Promise<void>} send
   */
  constructor(lane, send) {
    this.lane = lane;
    this.send = send;
    this.history = [];
    this.at = 0; // in the history; its length for what is being typed
    this.draft = "";
    this.choices = [];
    this.active = -1;
    this.listID = `choices-${lane.id}`;
    this.list = el("ul", { class: "choices", id: this.listID, role: "listbox", "aria-label": `Commands for ${lane.name}`, hidden: true });
    this.field = el("textarea", {
      class: "wire", rows: "1", spellcheck: "false", autocapitalize: "off", autocomplete: "off", role: "combobox",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.listID, "aria-label": `Command of ${lane.name}`,
      oninput: () => this.offer(), onkeydown: (e) => this.key(e), onblur: () => this.close(),
    });
    this.steps = el("button", {
      type: "button", title: "Commands that fit here", "aria-label": `Commands that fit ${lane.name}`, text: "⋯",
      // The field keeps the focus, so that the list stays open.
      onmousedown: (e) => e.preventDefault(),
      onclick: () => { if (this.list.hidden) { this.focus(); this.offer(true); } else this.close(); },
    });
    this.element = el("form", { class: "entry", onsubmit: (e) => { e.preventDefault(); this.submit(); } },
      this.list,
      el("div", {}, this.field, this.steps, el("button", { type: "submit", class: "main", "aria-label": `Send for ${lane.name}`, title: "Send (Enter)", text: "↵" })));
  }

  /** Takes up what has become of the lane. */
  update(lane) {
    this.lane = lane;
    this.field.placeholder = lane.idle ? "DONE" : lane.mailbox ? "a command" : lane.user ? "SELECT INBOX" : "LOGIN user pass";
  }

  focus() { this.field.focus(); }

  /** Puts a command into the entry, for the reader to send. */
  put(text) {
    this.field.value = text;
    this.focus();
    const gap = text.match(/‹[^›]*›/);
    if (gap) this.field.setSelectionRange(gap.index, gap.index + gap[0].length);
    else this.field.setSelectionRange(text.length, text.length);
  }

  async submit() {
    // What ends a literal belongs to it.
    const text = this.field.value.includes("{") ? this.field.value.trimStart() : this.field.value.trim();
    this.close();
    if (text === "") return;
    this.field.value = "";
    if (this.history.at(-1) !== text) this.history.push(text);
    this.at = this.history.length;
    await attempt(() => this.send(this.lane, withLengths(text)));
  }

  /** Shows what may be meant; with all, also when nothing is typed. */
  offer(all = false) {
    const typed = this.field.value.slice(0, this.field.selectionStart);
    this.choices = typed === "" && !all ? [] : complete(typed, this.lane, mailboxes(this.lane.user));
    this.active = -1;
    fill(this.list, ...this.choices.map((choice, i) => el("li", {
      id: `${this.listID}-${i}`, role: "option", class: "wire", "aria-selected": "false",
      onmousedown: (e) => { e.preventDefault(); this.take(i); },
    }, choice.text.trim().replaceAll("\n", "⏎"), el("span", { text: choice.about }))));
    this.list.hidden = this.choices.length === 0;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.field.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  take(i) {
    this.put(this.choices[i].text);
    this.close();
  }

  move(by) {
    const n = this.choices.length;
    this.active = (this.active + by + n) % n;
    [...this.list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === this.active)));
    this.list.children[this.active].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `${this.listID}-${this.active}`);
  }

  recall(by) {
    const to = this.at + by;
    if (to < 0 || to > this.history.length) return;
    if (this.at === this.history.length) this.draft = this.field.value;
    this.at = to;
    this.put(to === this.history.length ? this.draft : this.history[to]);
    this.close();
  }

  key(e) {
    const open = !this.list.hidden;
    if (e.isComposing || e.altKey || e.ctrlKey || e.metaKey) {
      if (e.ctrlKey && e.key === " ") this.offer(true);
      return;
    }
    switch (e.key) {
      case "Enter":
        if (e.shiftKey) return;
        if (open && this.active >= 0) this.take(this.active);
        else this.submit();
        break;
      case "Tab":
        if (e.shiftKey || !open || this.active < 0) return;
        this.take(this.active);
        break;
      case "ArrowDown":
        if (open) this.move(1);
        else if (this.at < this.history.length) this.recall(1);
        else if (this.field.value === "") this.offer(true);
        else return;
        break;
      case "ArrowUp":
        if (open && this.active >= 0) this.move(-1);
        else if (!this.field.value.includes("\n") || this.at < this.history.length) this.recall(-1);
        else return;
        break;
      case "Escape":
        this.close();
        break;
      default:
        return;
    }
    e.preventDefault();
  }
}
