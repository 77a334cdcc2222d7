// One phone on the page: its head, its list of people, its writing box and what hangs behind the plus.
import { initial, make, sentence } from "./bubbles.js";
import { draft } from "./keep.js";
import { drawPeople } from "./people.js";
import { server } from "./server.js";
import { Talk } from "./talk.js";
import { words } from "./words.js";

const limits = document.body.dataset;
const bytes = (text) => new Blob([text]).size;

export class Phone {
  /** house: people, phones, active, now(), newPerson(), meet(), changed(), activate(phone), remove(phone) */
  constructor(house) {
    this.house = house;
    this.talk = null;
    this.root = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.root.addEventListener("focusin", () => house.activate(this));
    this.root.addEventListener("pointerdown", () => house.activate(this));
    this.root.addEventListener("keydown", (event) => this.escape(event));
    this.bindHead();
    this.bindWriting();
    this.bindExtras();
    this.name();
  }

  part(name) {
    return this.root.querySelector(`.${name}`);
  }

  get card() {
    return this.talk && this.talk.card;
  }

  bindHead() {
    this.part("swap").addEventListener("click", () => this.choose(!this.root.classList.contains("choosing")));
    this.part("close").addEventListener("click", () => this.house.remove(this));
    this.part("filter").addEventListener("input", () => this.listPeople());
    this.part("fresh").addEventListener("click", async () => {
      try {
        this.play(await this.house.newPerson());
      } catch (error) {
        this.hint(error.message);
      }
    });
    this.part("below").addEventListener("click", () => {
      this.talk.toBottom();
      this.part("box").focus();
    });
    this.part("log").addEventListener("scroll", () => {
      if (this.talk && this.talk.atBottom()) this.part("below").hidden = true;
    });
  }

  bindWriting() {
    const box = this.part("box");
    box.addEventListener("input", () => {
      this.grow();
      this.hint("");
      clearTimeout(this.keeping);
      this.keeping = setTimeout(() => this.keepDraft(), 300);
    });
    box.addEventListener("keydown", (event) => {
      // Enter that ends an IME composition picks a word (229 on older engines); Shift+Enter is a new line
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      if (!event.repeat) this.say();
    });
    this.part("write").addEventListener("submit", (event) => {
      event.preventDefault();
      this.say();
    });
    addEventListener("pagehide", () => this.keepDraft());
  }

  bindExtras() {
    const picker = this.part("file");
    this.part("plus").addEventListener("click", () => this.extras(this.part("extras").hidden));
    this.part("add-photo").addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
      if (picker.files[0]) this.sendPhoto(picker.files[0]);
      picker.value = "";
    });
    this.part("add-location").addEventListener("click", (event) => {
      const places = this.part("places");
      places.hidden = !places.hidden;
      event.currentTarget.setAttribute("aria-expanded", String(!places.hidden));
    });
    for (const place of this.root.querySelectorAll(".place")) {
      place.addEventListener("click", () => {
        this.sendPlace(place.dataset.name, Number(place.dataset.lat), Number(place.dataset.lon));
      });
    }
    this.part("spot").addEventListener("submit", (event) => {
      event.preventDefault();
      const [lat, lon] = ["lat", "lon"].map((name) => this.part(name).value.trim());
      const right = lat && lon && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
      if (right) this.sendPlace("", Number(lat), Number(lon));
      else this.hint(words.badPlace);
    });
  }

  /** From now on this phone plays this person. */
  async play(card, byHand = true) {
    this.leave();
    this.talk = new Talk(card, this.part("log"), {
      now: () => this.house.now(),
      looked: () => this.house.active === this && !document.hidden,
      changed: () => this.house.changed(),
      heard: (bubble) => {
        this.announce(bubble);
        if (card.role === "new") this.meetSoon();
      },
      again: () => this.part("box").focus(),
      amend: (text) => this.giveBack(text),
      below: (more) => {
        this.part("below").hidden = !more;
      },
    });
    this.root.dataset.who = card.id;
    this.part("box").value = draft.of(card.id);
    this.choose(false);
    this.extras(false);
    this.hint("");
    this.name();
    this.grow();
    this.house.opened();
    if (byHand && this.house.active === this) this.part("box").focus();
    await this.talk.load();
    if (this.house.active === this) this.talk.look();
    this.house.changed();
  }

  leave() {
    this.keepDraft();
    if (this.talk) this.talk.close();
  }

  meetSoon() {
    clearTimeout(this.meeting);
    this.meeting = setTimeout(() => this.house.meet().catch(() => {}), 300);
  }

  /** The same person under the name and role they have by now. */
  rename(card) {
    if (!card) return;
    Object.assign(this.talk.card, card);
    this.name();
  }

  /** Name, role and labels; called again when the phone's number changes. */
  name() {
    const n = this.house.phones.indexOf(this) + 1 || this.house.phones.length + 1;
    const name = this.card ? this.card.name : words.empty;
    this.root.setAttribute("aria-label", words.phone(n, name));
    this.part("name").textContent = name;
    this.part("role").textContent = this.card ? words.roles[this.card.role] : "";
    this.part("about").textContent = this.part("about").title = (this.card && this.card.about) || "";
    this.part("face").className = `face avatar ${this.card ? this.card.role : "nobody"}`;
    this.part("face").dataset.initial = this.card ? initial(name) : "?";
    this.part("log").setAttribute("aria-label", words.log(name));
    this.part("log").dataset.hint = this.card ? words.firstWords[this.card.role] : "";
    this.part("box").setAttribute("aria-label", words.box(name));
    this.part("box").setAttribute("aria-keyshortcuts", `Alt+${n}`);
    this.part("close").setAttribute("aria-label", words.close(name));
    this.part("swap").setAttribute("aria-label", words.swap(name));
  }

  showUnread() {
    const count = this.talk ? this.talk.unread : 0;
    const badge = this.part("badge");
    badge.hidden = !count;
    badge.textContent = count > 99 ? "99+" : String(count || "");
    badge.setAttribute("aria-label", words.unread(count));
  }

  choose(on) {
    const choosing = on || !this.talk;
    this.root.classList.toggle("choosing", choosing);
    this.part("swap").setAttribute("aria-expanded", String(choosing));
    this.part("choose").hidden = !choosing;
    for (const name of ["chat", "write"]) this.part(name).hidden = choosing;
    if (!choosing) return;
    this.extras(false);
    this.part("filter").value = "";
    this.listPeople();
    const list = this.part("people");
    // somebody who is already walking through the list keeps their place in it
    this.house.meet().then(() => list.contains(document.activeElement) || this.listPeople(), () => {});
    if (on) this.part("filter").focus();
  }

  listPeople() {
    drawPeople(this.part("people"), this.house, this.part("filter").value, (card) => this.play(card));
  }

  say() {
    const box = this.part("box");
    const text = box.value;
    if (!text.trim()) return;
    // the frame around the text takes room too, and JSON doubles quotes and line ends
    if (bytes(JSON.stringify(text)) > Number(limits.longest) - 2000) {
      this.hint(words.tooLong);
      return;
    }
    box.value = "";
    this.keepDraft();
    this.grow();
    this.hint("");
    this.talk.send({ kind: "text", text });
  }

  sendPhoto(file) {
    if (!/^image\/(jpeg|png|gif|webp)$/.test(file.type)) return this.hint(words.notPhoto);
    if (file.size > Number(limits.largest)) return this.hint(words.photoTooBig);
    this.extras(false);
    this.part("box").focus();
    return this.talk.sendPhoto(file);
  }

  sendPlace(label, lat, lon) {
    this.extras(false);
    this.part("box").focus();
    this.talk.send({ kind: "location", label, lat, lon });
  }

  giveBack(text) {
    const box = this.part("box");
    box.value = [box.value, text].filter(Boolean).join("\n");
    this.keepDraft();
    this.grow();
    box.focus();
  }

  keepDraft() {
    if (this.talk) draft.put(this.talk.who, this.part("box").value);
  }

  extras(show) {
    this.part("extras").hidden = !show;
    this.part("plus").setAttribute("aria-expanded", String(show));
    if (!show) this.part("places").hidden = true;
    if (!show) this.part("add-location").setAttribute("aria-expanded", "false");
    if (show && this.talk) this.talk.toBottom();
    this.hint("");
  }

  escape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    if (!this.part("extras").hidden) {
      this.extras(false);
      this.part("plus").focus();
    } else if (this.talk && this.root.classList.contains("choosing")) {
      this.choose(false);
      this.part("swap").focus();
    }
  }

  hint(text) {
    this.part("hint").textContent = text;
    this.part("hint").hidden = !text;
  }

  /** For those who listen instead of looking; only what comes in, never one's own words. */
  announce(bubble) {
    const place = this.part("spoken");
    const what = sentence(bubble) || words[bubble.kind] || "";
    const options = (bubble.choices || []).map((choice) => `${choice.n} ${choice.label}`);
    place.append(make("p", "", [what.slice(0, 500), ...options].join("\n")));
    while (place.children.length > 5) place.firstElementChild.remove();
  }

  grow() {
    const box = this.part("box");
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 130)}px`;
  }

  focus() {
    this.part(this.root.classList.contains("choosing") ? "filter" : "box").focus();
  }
}
