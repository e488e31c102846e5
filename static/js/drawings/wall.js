// The wall moves as sheets of paper would: a new drawing comes up, the others make room for it.

const MOVE = { duration: 600, easing: "cubic-bezier(0.2, 0.7, 0.2, 1)" };
const still = matchMedia("(prefers-reduced-motion: reduce)");

let places = look();

/** Where every tile is now. */
function look() {
  return new Map([...document.querySelectorAll(".wall__tile")].map((tile) => [tile.id, tile.getBoundingClientRect()]));
}

function arrive(tile) {
  tile.animate([{ opacity: 0, transform: "scale(0.7)" }, { opacity: 1, transform: "none" }], MOVE);
}

/** Let a tile go from where it was to where it is. */
function move(tile, from, to) {
  const transform = `translate(${from.x - to.x}px, ${from.y - to.y}px) scale(${from.width / to.width}, ${
    from.height / to.height
  })`;
  if (transform !== "translate(0px, 0px) scale(1, 1)") {
    tile.animate([{ transformOrigin: "0 0", transform }, { transformOrigin: "0 0", transform: "none" }], MOVE);
  }
}

document.addEventListener("live:applied", () => {
  const before = places;
  places = look();
  if (still.matches) return;
  for (const [id, to] of places) {
    const tile = document.getElementById(id);
    if (before.has(id)) move(tile, before.get(id), to);
    else arrive(tile);
  }
});
addEventListener("resize", () => {
  places = look();
});
