/** The debate's next act: what the big button says and does. */
import { t } from '$lib/texts.svelte';
import type { Command, NextAct } from '$lib/wire';
import { act, data } from './session.svelte';
import { ui } from './ui.svelte';
import { judgeName, pairName } from './words';

export interface Act {
  label: string;
  /** One line under the label: what it will concern. */
  hint?: string;
  /** Absent: nothing can be done now. */
  run?: () => void;
  /** Must be held: it cannot be taken back on air. */
  hold?: boolean;
  /** It may be done, but nothing asks for it. */
  calm?: boolean;
}

const HOLD_MS = 900;
export const holdOf = (what: Act): number => (what.hold ? HOLD_MS : 0);

const go = (command: Command): void => void act(command, 'desk');

/** The lots are over for now: the tab they opened gives way to the pairs. */
function goOn(command: Command): void {
  if (ui.tab === 'draw') ui.tab = 'pairs';
  go(command);
}

export function drawCommit(draw: 'pairs' | 'topic' | 'positions' | 'opponent'): void {
  ui.tab = 'draw';
  if (data().desk?.drawMethod === 'commit_reveal') go({ type: 'draw.commit', draw });
}

export function drawReveal(): void {
  const draw = data().debate?.draw;
  if (!draw) return;
  const word = ui.word.trim();
  go({ type: 'draw.reveal', id: draw.id, ...(word === '' ? {} : { word }) });
  ui.word = '';
}

/** The pair to bring on stage: the first that has two debaters and no result. */
function comingPair(): string | undefined {
  const pairs = data().debate?.pairs;
  return pairs?.order.find((id) => {
    const pair = pairs.byId[id];
    return pair !== undefined && !pair.done && pair.debaters.length === 2;
  });
}

const next = (): void => {
  const phase = data().debate?.phase;
  if (phase !== undefined) goOn({ type: 'debate.next', phase });
};
export const phaseNext = next;
export const phaseBack = (): void => {
  const phase = data().debate?.phase;
  if (phase !== undefined) go({ type: 'debate.back', phase });
};

export function clockToggle(): void {
  const state = data().debate?.clock.state;
  if (state === undefined) return;
  go({ type: state === 'running' ? 'debate.pause' : state === 'paused' ? 'debate.resume' : 'debate.start' });
}
export const clockAdd = (ms: number): void => go({ type: 'debate.add', ms });
export const clockRestart = (): void => go({ type: 'debate.restart' });
export const bellsToggle = (): void => {
  const bells = data().debate?.bells;
  if (bells !== undefined) void act({ type: 'debate.bells', muted: bells }, 'bells');
};
export const reveal = (missingOk: boolean): void => goOn({ type: 'debate.reveal', missingOk });

/** Judges whose ballots for the pair on stage have not come. */
export const waitedFor = (): string[] =>
  Object.entries(data().desk?.ballots ?? {})
    .filter(([, ballot]) => ballot.status === 'waiting')
    .map(([judge]) => judge);

export function actOf(nextAct: NextAct): Act {
  const label = t(`panel-act-${nextAct}`);
  const pairs = data().debate?.pairs;
  const coming = comingPair();
  const comingName = coming === undefined ? undefined : pairName(pairs?.byId[coming]);
  switch (nextAct) {
    case 'draw-pairs':
      return { label, run: () => drawCommit('pairs') };
    case 'draw-topic':
      return { label, run: () => drawCommit('topic') };
    case 'draw-positions':
      return { label, hint: t('panel-act-draw-positions.hint'), run: () => drawCommit('positions') };
    case 'draw-opponent':
      return { label, run: () => drawCommit('opponent') };
    case 'reveal-draw':
      return { label, hint: t('panel-act-reveal-draw.hint'), run: drawReveal };
    case 'select-pair':
      if (coming === undefined) return { label, run: () => (ui.tab = 'pairs') };
      return { label, ...(comingName ? { hint: comingName } : {}), run: () => goOn({ type: 'debate.select', pair: coming }) };
    case 'next-pair':
      return { label, ...(comingName ? { hint: comingName } : {}), run: next };
    case 'prepare':
    case 'debate':
    case 'judging':
      return { label, run: next };
    case 'start':
    case 'resume':
      return { label, run: clockToggle };
    case 'pause':
      return { label, hint: t(`panel-after-${data().debate?.phase === 'prepare' ? 'prepare' : 'debate'}`), run: clockToggle, calm: true };
    case 'wait-for-judges': {
      const waited = waitedFor();
      return { label, hint: waited.map(judgeName).join(', ') };
    }
    case 'reveal':
      return { label, run: () => reveal(false), hold: true };
    case 'finished':
      return { label };
  }
}
