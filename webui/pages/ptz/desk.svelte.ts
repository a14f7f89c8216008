/** The camera desk on whatever page it stands: which camera, how fast, what is asked of it. */
import { Hand } from '$lib/hand.svelte';
import { say } from '$lib/lines.svelte';
import type { Live, Receipt } from '$lib/live.svelte';
import { t, troubleWords } from '$lib/texts.svelte';
import type { Ability, CamerasWire, Command, FocusMode, HeadTelemetry, HeadWire, PanelData, PresetWire, Problem } from '$lib/wire';

export type Speed = 'slow' | 'normal' | 'fast';
export const SPEEDS: readonly Speed[] = ['slow', 'normal', 'fast'];
export const SPEED_KEYS: Record<Speed, string> = { slow: 'KeyQ', normal: 'KeyW', fast: 'KeyE' };
/** Of a camera that moves, on this page and on the panel: the same key in every layout, nobody looks for it. */
export const STOP_KEY = 'KeyZ';
/** On the page of its own; near and far are held (`keys`), and none of these lies beside them. */
export const FOCUS_KEYS: Partial<Record<FocusMode, string>> = { auto: 'KeyV', manual: 'KeyB' };
export const HOME_KEY = 'KeyH';
export const ON_KEY = 'KeyP';
const FACTOR: Record<Speed, number> = { slow: 0.4, normal: 0.7, fast: 1 };
/** How long a forgotten preset can be taken back from here; from the log, for ever. */
const UNDO_MS = 12_000;
/** How long it is said why a stick moves nothing. */
const BALKED_MS = 6_000;

type Moving = Extract<Command, { type: 'cameras.recall' | 'cameras.home' | 'cameras.put-back' | 'cameras.power' }>;
type Doubtful = 'recall' | 'home' | 'put-back' | 'off';
const DOUBTFUL: Record<Moving['type'], Doubtful> = {
  'cameras.recall': 'recall',
  'cameras.home': 'home',
  'cameras.put-back': 'put-back',
  'cameras.power': 'off',
};

/** Which camera is chosen: the page's own state. */
export interface Choice {
  camera: string | undefined;
}

/** What a stick on a page asks of whoever holds it. */
export type Grip = Pick<Desk, 'hand' | 'factor' | 'there' | 'gamepad'>;

export class Desk {
  readonly live: Live<'panel'>;
  readonly hand: Hand;
  speed = $state<Speed>('normal');
  editing = $state(false);
  /** What would be seen by the audience, and waits to be said again. */
  unsure = $state.raw<{ command: Moving; act: Doubtful; name: string }>();
  /** What was just taken away: the journal's entry, and its words. */
  gone = $state.raw<{ seq: number; words: string }>();
  gamepad = $state(false);
  /** Why the camera does not do what this hand wants, for a moment. */
  balked = $state.raw<string>();
  readonly #choice: Choice;
  #forget: ReturnType<typeof setTimeout> | undefined;
  #hint: ReturnType<typeof setTimeout> | undefined;
  #attended: string | undefined;
  /** What was said last: a page that opens the desk anew does not say it again. */
  #declined: Problem | undefined;

  constructor(live: Live<'panel'>, choice: Choice) {
    this.live = live;
    this.#choice = choice;
    this.hand = new Hand(live);
    this.#declined = live.declined;
  }

  get data(): PanelData {
    if (this.live.data === undefined) throw new Error('the desk has no data yet');
    return this.live.data;
  }
  get cameras(): CamerasWire {
    return this.data.cameras;
  }
  /** The one that is looked at. */
  get shown(): string | undefined {
    const { camera } = this.#choice;
    const { order } = this.data.studio.cameras;
    return camera !== undefined && order.includes(camera) ? camera : (this.cameras.heads.order[0] ?? order[0]);
  }
  /** The one the hand is on. */
  get camera(): string | undefined {
    const { order } = this.cameras.heads;
    return this.shown !== undefined && order.includes(this.shown) ? this.shown : order[0];
  }
  get head(): HeadWire | undefined {
    return this.camera === undefined ? undefined : this.cameras.heads.byId[this.camera];
  }
  get there(): boolean {
    return this.head?.phase === 'connected';
  }
  /** Why nothing can be asked of it now; absent: something can. */
  get asleep(): string | undefined {
    return this.there ? undefined : t('ptz-desk-asleep');
  }
  /** Where it stands and what it is set to, as it says itself. */
  get told(): HeadTelemetry | undefined {
    return this.there && this.camera !== undefined ? this.live.seen('heads')?.[this.camera] : undefined;
  }
  /** As it says. It is tried all the same: some say so wrongly. */
  get sleeps(): boolean {
    return this.told?.power === 'off';
  }
  get locked(): boolean {
    return this.camera !== undefined && (this.onAir(this.camera) || this.unclear) && this.cameras.unlocked !== true;
  }
  /** What is on air is not known: any camera may be. */
  get unclear(): boolean {
    return this.cameras.airUnknown === true;
  }
  get factor(): number {
    return FACTOR[this.speed];
  }

  name = (camera: string | undefined): string => (camera === undefined ? '' : (this.data.studio.cameras.byId[camera]?.name ?? camera));
  onAir = (camera: string): boolean => this.cameras.onAir.includes(camera);
  inPreview = (camera: string): boolean => this.cameras.inPreview.includes(camera);
  can = (ability: Ability): boolean => this.head?.can.includes(ability) ?? false;

  choose(camera: string): void {
    if (camera === this.shown) return;
    this.#choice.camera = camera;
    this.attend(this.cameras.heads.order.includes(camera) ? camera : undefined);
  }
  /** The hand is on it from now on; what was asked or said of another is over. */
  attend(camera: string | undefined): void {
    if (camera === this.#attended) return;
    this.#attended = camera;
    this.unsure = undefined;
    this.balked = undefined;
    this.hand.take(camera);
  }
  step(by: 1 | -1): void {
    const { order } = this.cameras.heads;
    const next = order[(order.indexOf(this.camera ?? '') + by + order.length) % order.length];
    if (next !== undefined) this.choose(next);
  }

  /** What was said before the desk was there is over. */
  begin(): void {
    this.#declined = this.live.declined;
  }
  /** Says the newest of what the server declined. Reactive: for an effect. */
  listen(): void {
    const { declined } = this.live;
    if (declined === undefined || declined === this.#declined) return;
    this.#declined = declined;
    this.balked = troubleWords(declined);
    clearTimeout(this.#hint);
    this.#hint = setTimeout(() => (this.balked = undefined), BALKED_MS);
  }

  // --- acts ---

  async send(command: Command): Promise<Receipt> {
    const receipt = await this.live.send(command);
    const { error } = receipt;
    if (error !== undefined || !receipt.ok)
      say(troubleWords(error && { ...error, args: { ...error.args, camera: this.#named(error.args['camera']) } }), 'danger');
    return receipt;
  }
  #named(camera: string | number | undefined): string | number {
    return typeof camera === 'string' ? this.name(camera) : (camera ?? '');
  }

  /** At once; on air only after it was said twice. `name` is the preset's. */
  move(command: Moving, name = ''): void {
    if (!this.locked || (command.type === 'cameras.power' && command.on)) {
      this.unsure = undefined;
      void this.send(command);
      return;
    }
    this.unsure = { command, act: DOUBTFUL[command.type], name };
  }
  /** What waits to be said again, of this camera. */
  get asks(): typeof this.unsure {
    return this.unsure?.command.camera === this.camera ? this.unsure : undefined;
  }
  confirm(): void {
    const unsure = this.asks;
    this.unsure = undefined;
    if (unsure) void this.send({ ...unsure.command, confirmed: true });
  }

  focus(mode: FocusMode): void {
    if (this.camera !== undefined && this.there && this.can(mode === 'once' ? 'focus-once' : 'focus-mode'))
      void this.send({ type: 'cameras.focus', camera: this.camera, mode });
  }
  home(): void {
    if (this.camera !== undefined && this.there && this.can('home')) this.move({ type: 'cameras.home', camera: this.camera });
  }
  wake(): void {
    if (this.camera !== undefined && this.there && this.can('power')) this.move({ type: 'cameras.power', camera: this.camera, on: true });
  }

  recall(id: string): void {
    const preset = this.head?.presets.byId[id];
    if (this.camera !== undefined && preset) this.move({ type: 'cameras.recall', camera: this.camera, preset: id }, preset.name);
  }
  /** By a digit or a gamepad's button; not while presets are edited: there a press goes nowhere. */
  recallNumber(number: number): void {
    if (this.editing) return;
    const id = this.head?.presets.order[number - 1];
    if (id !== undefined) this.recall(id);
  }
  store(name: string, preset?: string): void {
    const { camera } = this;
    if (camera === undefined) return;
    void this.send({ type: 'cameras.store', camera, name, ...(preset === undefined ? {} : { preset }) });
  }
  rename(id: string, name: string): void {
    const known = this.head?.presets.byId[id];
    if (this.camera !== undefined && known && name.trim() !== '' && name.trim() !== known.name)
      void this.send({ type: 'cameras.rename', camera: this.camera, preset: id, name: name.trim() });
  }
  shift(id: string, by: 1 | -1): void {
    const order = [...(this.head?.presets.order ?? [])];
    const from = order.indexOf(id);
    const to = from + by;
    if (this.camera === undefined || from < 0 || to < 0 || to >= order.length) return;
    order.splice(from, 1);
    order.splice(to, 0, id);
    void this.send({ type: 'cameras.arrange', camera: this.camera, presets: order });
  }
  async forget(id: string): Promise<void> {
    const known: PresetWire | undefined = this.head?.presets.byId[id];
    if (this.camera === undefined || !known) return;
    const receipt = await this.send({ type: 'cameras.forget', camera: this.camera, preset: id });
    if (!receipt.ok || receipt.seq === undefined) return;
    this.gone = { seq: receipt.seq, words: t('ptz-desk-forgotten', { name: known.name }) };
    clearTimeout(this.#forget);
    this.#forget = setTimeout(() => (this.gone = undefined), UNDO_MS);
  }
  undo(): void {
    const { gone } = this;
    this.gone = undefined;
    if (gone) void this.send({ type: 'log.undo', seq: gone.seq });
  }
}
