// While the room is held, nothing on the page behind can be pressed. What was typed there stays.

const behind = () => document.querySelectorAll(".table-top, .rail, .table-work, .table-dock, [data-behind-hold]");

function draw() {
  const held = Boolean(document.getElementById("hold")?.dataset.hold);
  for (const part of behind()) part.inert = held;
  document.documentElement.toggleAttribute("data-held", held);
}

document.addEventListener("live:applied", draw);
draw();
