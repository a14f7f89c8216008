/** The page's one sound. A browser lets it out only after a touch or a key. */
import { ring } from './bell';

export class Bell {
  /** The browser waits for a person. */
  asleep = $state(false);
  /** Bells rung since the page opened. */
  rung = $state(0);
  readonly #context: AudioContext | undefined;

  constructor(wanted: boolean) {
    if (!wanted || typeof AudioContext === 'undefined') return;
    this.#context = new AudioContext();
    this.#context.onstatechange = () => this.#look();
    this.#look();
  }

  get present(): boolean {
    return this.#context !== undefined;
  }

  #look(): void {
    this.asleep = this.#context !== undefined && this.#context.state !== 'running';
  }

  /** To be called from a person's gesture. */
  wake = (): void => {
    if (this.asleep) void this.#context?.resume();
  };

  ring(strokes: number): void {
    if (this.#context?.state !== 'running') return;
    this.rung += 1;
    ring(this.#context, strokes);
  }

  close(): void {
    void this.#context?.close();
  }
}
