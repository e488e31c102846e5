// Where the caret goes when others have typed in the same box. Pure.

const WORDS = /\s+|[^\s]+/gu;

/**
 * Where `caret` is in `after`, when a box that held `before` is given that text: beside the same words. What others
 * put in right at the caret comes behind it.
 */
export function caretAfter(before, after, caret) {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  if (caret <= head) return caret;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  if (caret > before.length - tail) return caret + after.length - before.length;
  // Changes on both sides of the caret: by the words in between that stayed.
  const inside = between(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
    caret - head,
  );
  return head + inside;
}

function between(before, after, caret) {
  const here = before.match(WORDS) ?? [];
  const there = after.match(WORDS) ?? [];
  const common = lengths(here, there);
  let at = 0;
  let to = 0;
  for (let i = 0, j = 0; i < here.length && j < there.length;) {
    if (here[i] === there[j]) {
      if (caret <= at + here[i].length) return to + caret - at;
      [at, to] = [at + here[i].length, to + there[j].length];
      [i, j] = [i + 1, j + 1];
    } else if (common[i + 1][j] >= common[i][j + 1]) {
      if (caret <= at + here[i].length) return to;
      at += here[i++].length;
    } else to += there[j++].length;
  }
  return to;
}

/** How many words the rests of both texts have in common, in order: [i][j] from word i here and word j there. */
function lengths(here, there) {
  const table = Array.from({ length: here.length + 1 }, () => new Uint16Array(there.length + 1));
  for (let i = here.length - 1; i >= 0; i -= 1) {
    for (let j = there.length - 1; j >= 0; j -= 1) {
      table[i][j] = here[i] === there[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}
