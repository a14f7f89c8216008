/**
 * The stage, by level: `want` says what shall be on air, and every slot works until what it shows is that. Equal wishes
 * cost nothing, so a reconnect with the same snapshot does not flicker, and a wish that comes while an older one is
 * still being played is simply the next thing to do.
 */
import { sameData } from "../graphics/kit/data.js";
import type { EfirExtras, OgrafElement, Shown } from "../graphics/kit/ograf.js";

export interface WantedGraphic {
  graphic: string;
  playing: boolean;
  step?: number;
  data?: Record<string, unknown>;
}

export interface WantedGraphics {
  order: readonly string[];
  byId: Readonly<Record<string, WantedGraphic>>;
}

export type ImportGraphic = (name: string) => Promise<{ default: CustomElementConstructor }>;

export interface StageOptions {
  importGraphic: ImportGraphic;
  serverNow: () => number;
}

/** A graphic that never answers must not hold its slot for ever; ours answer within half a second. */
const PATIENCE_MS = 5_000;
const RETRY_MS = 2_000;

type Element = OgrafElement & Partial<EfirExtras>;

const withPatience = async <T>(promise: Promise<T>): Promise<T | undefined> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** The whole data of a wish; keys that are gone are named as undefined, since an OGraf update may be partial. */
function updateOf(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const gone = Object.keys(before).filter((key) => !(key in after));
  return { ...Object.fromEntries(gone.map((key) => [key, undefined])), ...after };
}

class Slot {
  readonly box = document.createElement("div");
  #wanted: WantedGraphic | undefined;
  #element: Element | undefined;
  #graphic: string | undefined;
  #data: Record<string, unknown> = {};
  #playing = false;
  #step: number | undefined;
  #working: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    id: string,
    private readonly options: StageOptions,
  ) {
    this.box.className = "slot";
    this.box.dataset["id"] = id;
  }

  get empty(): boolean {
    return this.#element === undefined && this.#wanted === undefined;
  }

  get onAir(): { graphic: string; shown: Shown } | undefined {
    if (!this.#playing || this.#graphic === undefined) return undefined;
    return { graphic: this.#graphic, shown: this.#element?.shown ?? {} };
  }

  /** On air and not ours, so nobody says when its pixels change. */
  get foreign(): boolean {
    return this.#playing && this.#element !== undefined && !("shown" in this.#element);
  }

  /** `still`: take the picture on without animation, as after a reload in the middle of a broadcast. */
  want(wanted: WantedGraphic | undefined, still: boolean): Promise<void> {
    this.#wanted = wanted;
    clearTimeout(this.#retry);
    this.#working ??= this.#work(still).finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #work(still: boolean): Promise<void> {
    try {
      while (await this.#advance(still)) continue;
    } catch (error) {
      console.warn(`efir: graphic ${this.#wanted?.graphic ?? this.#graphic}: ${String(error)}`);
      this.#drop();
      this.#retry = setTimeout(() => void this.want(this.#wanted, still), RETRY_MS);
    }
  }

  /** Does the next thing that is missing; false when there is none. */
  async #advance(still: boolean): Promise<boolean> {
    const wanted = this.#wanted;
    if (this.#element !== undefined && wanted?.graphic !== this.#graphic) {
      if (this.#playing) await this.#stop(still);
      else await this.#dispose();
      return true;
    }
    if (wanted === undefined) return false;
    const data = wanted.data ?? {};
    if (this.#element === undefined) await this.#load(wanted.graphic, data);
    else if (!sameData(this.#data, data)) await this.#update(data, still);
    else if (wanted.playing && (!this.#playing || wanted.step !== this.#step)) await this.#play(wanted.step, still);
    else if (!wanted.playing && this.#playing) await this.#stop(still);
    else return false;
    return true;
  }

  async #load(graphic: string, data: Record<string, unknown>): Promise<void> {
    const module = await this.options.importGraphic(graphic);
    const tag = `efir-${graphic}`;
    if (!customElements.get(tag)) customElements.define(tag, module.default);
    const element = document.createElement(tag) as Element;
    if ("serverNow" in element) element.serverNow = this.options.serverNow;
    this.box.append(element);
    this.#element = element;
    this.#graphic = graphic;
    this.#data = data;
    this.#playing = false;
    await withPatience(element.load({ data, renderType: "realtime" }));
  }

  async #update(data: Record<string, unknown>, still: boolean): Promise<void> {
    const update = updateOf(this.#data, data);
    this.#data = data;
    await withPatience(this.#element!.updateAction({ data: update, skipAnimation: still || !this.#playing }));
  }

  async #play(step: number | undefined, still: boolean): Promise<void> {
    this.#playing = true;
    this.#step = step;
    const goto = step === undefined ? {} : { goto: step };
    // Not waited for: a wish that comes during the movement acts at once, as the contract allows.
    this.#watch(this.#element!.playAction({ ...goto, skipAnimation: still }));
  }

  async #stop(still: boolean): Promise<void> {
    this.#playing = false;
    this.#step = undefined;
    const stopped = this.#element!.stopAction({ skipAnimation: still });
    // A slot that is going away lets its graphic leave first; otherwise the next wish may turn it round.
    if (this.#wanted?.graphic !== this.#graphic) await withPatience(stopped);
    else this.#watch(stopped);
  }

  async #dispose(): Promise<void> {
    const element = this.#element!;
    await withPatience(element.dispose({}));
    this.#drop();
  }

  #drop(): void {
    this.#element?.remove();
    this.#element = undefined;
    this.#graphic = undefined;
    this.#playing = false;
    this.#step = undefined;
    this.#data = {};
  }

  #watch(action: Promise<unknown>): void {
    action.catch((error: unknown) => console.warn(`efir: graphic ${this.#graphic}: ${String(error)}`));
  }
}

export class Stage {
  readonly #slots = new Map<string, Slot>();
  #first = true;

  constructor(
    private readonly root: HTMLElement,
    private readonly options: StageOptions,
  ) {}

  /** Resolves when loading and updating are done; movements may still be under way. */
  async want(wanted: WantedGraphics): Promise<void> {
    const still = this.#first;
    this.#first = false;
    const work: Promise<void>[] = [];
    wanted.order.forEach((id, depth) => {
      const slot = this.#slot(id);
      slot.box.style.zIndex = String(depth + 1);
      work.push(slot.want(wanted.byId[id], still));
    });
    for (const [id, slot] of this.#slots) {
      if (!wanted.order.includes(id)) work.push(this.#retire(id, slot, still));
    }
    await Promise.all(work);
  }

  get onAir(): { graphic: string; shown: Shown }[] {
    return [...this.#slots.values()].flatMap((slot) => slot.onAir ?? []);
  }

  get foreign(): boolean {
    return [...this.#slots.values()].some((slot) => slot.foreign);
  }

  #slot(id: string): Slot {
    let slot = this.#slots.get(id);
    if (!slot) {
      slot = new Slot(id, this.options);
      this.#slots.set(id, slot);
      this.root.append(slot.box);
    }
    return slot;
  }

  async #retire(id: string, slot: Slot, still: boolean): Promise<void> {
    await slot.want(undefined, still);
    if (slot.empty && this.#slots.get(id) === slot) {
      this.#slots.delete(id);
      slot.box.remove();
    }
  }
}
