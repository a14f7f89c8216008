/**
 * A bell by additive synthesis: the partials of a struck bell, each dying away at its own speed (the ratios are Risset's, from
 * his "Introductory Catalogue of Computer Synthesized Sounds", 1969). No sample file, so nothing to load when it must ring.
 */
const PARTIALS: readonly [ratio: number, gain: number, seconds: number][] = [
  [0.56, 1, 1],
  [0.92, 0.67, 0.9],
  [1.19, 1, 0.65],
  [1.7, 1.8, 0.55],
  [2, 2.67, 0.33],
  [2.74, 1.67, 0.35],
  [3, 1.46, 0.25],
  [3.76, 1.33, 0.2],
  [4.07, 1.33, 0.15],
];
const PITCH_HZ = 520;
const STRIKE_GAP_S = 0.7;
const LONGEST_S = 2.6;
const LEVEL = 0.09;

/** Strikes `strokes` times from now on. */
export function ring(context: AudioContext, strokes: number): void {
  for (let stroke = 0; stroke < strokes; stroke += 1) strike(context, context.currentTime + 0.02 + stroke * STRIKE_GAP_S);
}

function strike(context: AudioContext, at: number): void {
  for (const [ratio, gain, share] of PARTIALS) {
    const tone = context.createOscillator();
    const level = context.createGain();
    const end = at + LONGEST_S * share;
    tone.frequency.value = PITCH_HZ * ratio;
    level.gain.setValueAtTime(0, at);
    level.gain.linearRampToValueAtTime(gain * LEVEL, at + 0.004);
    level.gain.exponentialRampToValueAtTime(0.0001, end);
    tone.connect(level).connect(context.destination);
    tone.start(at);
    tone.stop(end);
  }
}
