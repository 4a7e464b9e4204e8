// The rooms of the page and the way to them; a room without anything in it is not offered.

const ROOMS = ["morning", "funnel", "people", "money", "customers", "marketing", "data"];
const roomOf = (name) => document.querySelector(`main > [data-room="${name}"]`);
const roomsInUse = () => ROOMS.filter((name) => roomOf(name).querySelector("section:not([hidden])"));

/** Close a section whose mart is not published. */
function leaveOut(id) {
  fill(id);
  document.getElementById(id).hidden = true;
}

/** Drawn last: by then it is known which sections have something to show. */
function drawRooms() {
  const names = roomsInUse();
  if (!names.includes(state.room)) state.room = names[0];
  for (const name of ROOMS) {
    roomOf(name).hidden = !names.includes(name);
    roomOf(name).toggleAttribute("data-chosen", name === state.room);
    for (const pair of roomOf(name).querySelectorAll(".halves, .pair"))
      pair.hidden = !pair.querySelector("section:not([hidden])");
  }
  const nav = document.getElementById("rooms");
  nav.setAttribute("aria-label", say("rooms"));
  fill(
    "rooms",
    names.map((name) =>
      make(
        "button",
        {
          type: "button",
          "data-value": `room-${name}`,
          "aria-current": name === state.room ? "true" : null,
          onclick: () => goTo(name),
        },
        say(`room_${name}`),
      ),
    ),
  );
}

let settledAt = 0;

/** On a phone one room is shown at a time; elsewhere the page moves to it, and nothing is drawn anew under it. */
function goTo(name) {
  if (innerWidth <= PHONE) change({ room: name });
  else markAs(name);
  settledAt = performance.now() + 300;
  document.querySelector("main").style.setProperty("--deck", `${deckHeight()}px`);
  roomOf(name).scrollIntoView({ block: "start" });
}

/** How much of the top of the screen the filters and the names of rooms take while the page is scrolled. */
function deckHeight() {
  const stuck = getComputedStyle(document.querySelector(".deck")).position === "sticky";
  const heights = ["rooms", ...(stuck ? ["controls"] : [])].map((id) => document.getElementById(id).offsetHeight);
  return heights.reduce((sum, one) => sum + one, 0);
}

/** Marks the room that is being read, where all of them stand one under another. */
function followScroll() {
  let waiting = false;
  addEventListener(
    "scroll",
    () => {
      if (waiting || innerWidth <= PHONE || performance.now() < settledAt) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        markRoom();
      });
    },
    { passive: true },
  );
}

function markRoom() {
  const line = deckHeight() + 60;
  const names = roomsInUse();
  const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
  const passed = names.filter((name) => roomOf(name).getBoundingClientRect().top <= line);
  const found = atEnd ? names.at(-1) : (passed.at(-1) ?? names[0]);
  if (found !== state.room) markAs(found);
}

function markAs(found) {
  state.room = found;
  for (const button of document.querySelectorAll("#rooms button"))
    button.toggleAttribute("aria-current", false);
  document.querySelector(`#rooms [data-value="room-${found}"]`).setAttribute("aria-current", "true");
  for (const name of ROOMS) roomOf(name).toggleAttribute("data-chosen", name === found);
}
