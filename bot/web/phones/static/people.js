// The list of everybody a phone can play.
import { initial, make } from "./bubbles.js";
import { words } from "./words.js";

/** Shows in `list` whose name, role or trade holds the words; play(card) is called with the chosen one. */
export function drawPeople(list, house, wanted, play) {
  const plain = wanted.trim().toLowerCase();
  const open = new Set(house.phones.map((phone) => phone.card && phone.card.id));
  const found = house.people.filter((card) =>
    `${card.name} ${words.roles[card.role]} ${card.about}`.toLowerCase().includes(plain),
  );
  list.textContent = found.length ? "" : words.nobody;
  for (const card of found) list.append(personButton(card, open.has(card.id), play));
}

function personButton(card, isOpen, play) {
  const button = make("button", "person");
  button.type = "button";
  button.disabled = isOpen;
  const face = make("span", `avatar ${card.role}`);
  face.dataset.initial = initial(card.name);
  face.setAttribute("aria-hidden", "true");
  const text = make("span", "lines");
  const about = isOpen ? words.opened : [words.roles[card.role], card.about].filter(Boolean).join(" · ");
  text.append(make("strong", "", card.name), make("span", "about", about));
  button.append(face, text);
  button.addEventListener("click", () => play(card));
  return button;
}
