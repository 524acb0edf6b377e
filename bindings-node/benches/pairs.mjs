// Measuring in turns: ours, then the peer, round after round, so that what disturbs the one disturbs the other.
const ROUNDS = 15;
/** Milliseconds of work between two changes of turn. */
const WINDOW = 80;

const median = (values) => [...values].sort((one, other) => one - other)[values.length >> 1];

/** Returns the seconds that one operation took; `work` does some and answers how many they were. */
async function turn(work) {
  let done = 0;
  const began = performance.now();
  for (;;) {
    const answer = work();
    // A peer that answers at once is not made to wait for a promise.
    done += typeof answer === "number" ? answer : await answer;
    const now = performance.now();
    if (now >= began + WINDOW) return (now - began) / done / 1000;
  }
}

/** Measures both in turns and prints a line; `kind` is `rate`, `faster` (both with the least ratio), or `time` (with the greatest). */
export async function compare(what, kind, peer, ours, theirs, bound) {
  await turn(ours);
  await turn(theirs);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // Who goes first changes: the second finds what the first left in the machine's caches.
    const first = round % 2 === 0;
    const one = await turn(first ? ours : theirs);
    const other = await turn(first ? theirs : ours);
    rounds.push(first ? { ours: one, theirs: other } : { ours: other, theirs: one });
  }
  const ratios = rounds.map(({ ours, theirs }) => theirs / ours).sort((one, other) => one - other);
  const figures = [median(rounds.map(({ ours }) => ours)), median(rounds.map(({ theirs }) => theirs))];
  console.log(["row", what, peer, kind, ...figures, median(ratios), ratios[0], ratios.at(-1), bound].join("\t"));
}

/** Prints how long one operation of ours takes. */
export async function figure(what, work) {
  await turn(work);
  const turns = [];
  for (let round = 0; round < ROUNDS; round += 1) turns.push(await turn(work));
  console.log(["figure", what, median(turns)].join("\t"));
}
