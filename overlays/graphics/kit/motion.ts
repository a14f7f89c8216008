/**
 * Entering and leaving with the Web Animations API.
 *
 * An interrupted movement goes on from where it is: a new animation without a first keyframe starts from the value
 * that the older one, still in the effect stack, gives.
 */

export interface Cue {
  target: Element;
  /** How the element looks when it is away; at rest it looks as its style sheet says. */
  away: { opacity?: number; transform?: string; clipPath?: string };
  /** Milliseconds. */
  duration: number;
  delay?: number;
  easing?: string;
}

const REST = { opacity: 1, transform: "none", clipPath: "inset(0 0 0 0)" } as const;

/** Decelerates like a thing with weight; used for everything that comes in. */
export const EASE_IN = "cubic-bezier(0.16, 1, 0.3, 1)";
/** Accelerates away. */
export const EASE_OUT = "cubic-bezier(0.7, 0, 0.84, 0)";

/** Timers may end a movement this much after its time: a hidden page has no frames to end it. */
const GRACE_MS = 80;

const reducedMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

const calm = (cue: Cue): Cue => ({ ...cue, away: { opacity: 0 }, duration: Math.min(cue.duration, 150), delay: 0 });

function rest(away: Cue["away"]): Keyframe {
  const frame: Keyframe = {};
  if (away.opacity !== undefined) frame["opacity"] = REST.opacity;
  if (away.transform !== undefined) frame["transform"] = REST.transform;
  if (away.clipPath !== undefined) frame["clipPath"] = REST.clipPath;
  return frame;
}

declare global {
  /**
   * Set by the bridge, which takes a dozen pictures a second: movements then advance in steps of so many milliseconds,
   * on timers, and the browser does not draw the sixty frames that nobody would see.
   */
  var efirFrameMs: number | undefined;
}

/** Moves paused animations along by hand until they are over or replaced. */
function stepped(animations: Animation[], total: number, frameMs: number): Promise<void> {
  const began = performance.now();
  const to = (elapsed: number): void => {
    for (const animation of animations) if (animation.playState === "paused") animation.currentTime = elapsed;
  };
  for (const animation of animations) animation.pause();
  to(0);
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const elapsed = performance.now() - began;
      to(Math.min(elapsed, total));
      if (elapsed < total && animations.some((animation) => animation.playState === "paused")) return;
      clearInterval(timer);
      resolve();
    }, frameMs);
  });
}

/** Resolves when all animations are over, in a hidden page too, where frames (and so `finished`) do not come. */
function over(animations: Animation[], total: number): Promise<void> {
  if (globalThis.efirFrameMs !== undefined) return stepped(animations, total, globalThis.efirFrameMs);
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      for (const animation of animations) if (animation.playState === "running") animation.finish();
      resolve();
    }, total + GRACE_MS);
    // A cancelled animation rejects: the movement that replaced it answers for the picture, so this one is over too.
    const ended = animations.map((animation) => animation.finished.catch(() => animation));
    void Promise.all(ended).then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** One graphic's movement: at any time at most one is under way, the newest. */
export class Motion {
  #stack: Animation[] = [];
  #turn = 0;

  get moving(): boolean {
    return this.#stack.length > 0;
  }

  /** From away (or from wherever an interrupted movement is) to rest. True if this movement was the last word. */
  enter(cues: Cue[]): Promise<boolean> {
    const interrupts = this.moving;
    return this.#run(cues, EASE_IN, (cue) => (interrupts ? [rest(cue.away)] : [{ ...cue.away }, rest(cue.away)]));
  }

  /** To away. The caller hides the graphic before it calls `clear`. */
  leave(cues: Cue[]): Promise<boolean> {
    return this.#run(cues, EASE_OUT, (cue) => [{ ...cue.away }]);
  }

  /** Ends everything at once: the picture is what the style sheet says. */
  clear(): void {
    this.#turn += 1;
    const stack = this.#stack;
    this.#stack = [];
    for (const animation of stack) animation.cancel();
  }

  /** Freezes the newest movement at a moment of its own time line, for non-real-time rendering. */
  seek(milliseconds: number): void {
    for (const animation of this.#stack) {
      animation.pause();
      animation.currentTime = milliseconds;
    }
  }

  async #run(cues: Cue[], easing: string, frames: (cue: Cue) => Keyframe[]): Promise<boolean> {
    const turn = ++this.#turn;
    const played = (reducedMotion() ? cues.map(calm) : cues).map((cue) => ({
      total: cue.duration + (cue.delay ?? 0),
      animation: cue.target.animate(frames(cue), {
        duration: cue.duration,
        delay: cue.delay ?? 0,
        easing: cue.easing ?? easing,
        fill: "both",
      }),
    }));
    const mine = played.map((one) => one.animation);
    this.#stack = [...this.#stack, ...mine];
    await over(mine, Math.max(0, ...played.map((one) => one.total)));
    return turn === this.#turn;
  }
}
