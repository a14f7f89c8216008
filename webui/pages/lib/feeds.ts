/** The cameras that Efir reads, in words and in one of four levels. */
import { numberWords, t, has, type Args } from './texts.svelte';
import type { FeedMeasures, FeedWire, LineWire } from './wire';

/** `look`: it is on the air with something wrong, or by its backup; `bad`: no good picture goes out. */
export type Level = 'ok' | 'look' | 'bad' | 'unknown';

/** Byte 0 of a feed's pictures is 128 and on, by the camera's place in the show; scenes are counted from 2. */
const FIRST_FEED = 128 - 2;
export const feedChannel = (place: number): number => FIRST_FEED + place;

const LEVELS: Record<LineWire['condition'], Level> = { unknown: 'unknown', ok: 'ok', doubtful: 'look', bad: 'bad', away: 'bad' };

export const lineLevel = (line: LineWire): Level => LEVELS[line.condition];

/** «в порядке», or what is wrong. */
export function lineWords(line: LineWire): string {
  const reasons = (line.reasons ?? []).map((fault) => t(`feed-${fault}`));
  const state = t('feed-state', { state: line.condition });
  return line.condition === 'away' || reasons.length === 0 ? state : `${state}: ${reasons.join(', ')}`;
}

/** The line that goes out now. */
export const shownLine = (feed: FeedWire): LineWire | undefined =>
  feed.showing === 'main' ? feed.main : feed.showing === 'backup' ? feed.backup : undefined;

export function feedLevel(feed: FeedWire): Level {
  if (feed.process !== undefined && feed.process !== 'running') return 'bad';
  if (feed.showing === undefined) return 'unknown';
  if (feed.showing === 'slate') return feed.use === 'slate' ? 'look' : 'bad';
  if (feed.showing === 'held') return 'bad';
  const line = shownLine(feed);
  const level = line === undefined ? 'unknown' : lineLevel(line);
  if (level !== 'ok') return level;
  return feed.showing === 'backup' || lineLevel(feed.main) !== 'ok' ? 'look' : 'ok';
}

/** One sentence: what goes out, and what is wrong. */
export function feedWords(feed: FeedWire): string {
  if (feed.process === 'refused')
    return feed.code !== undefined && has(feed.code) ? t(feed.code, (feed.args ?? {}) as Args) : t('feed-process-refused');
  if (feed.process === 'restarting') return t('feed-process-restarting');
  if (feed.showing === undefined) return t('feed-state', { state: 'unknown' });
  const line = shownLine(feed) ?? feed.main;
  const shown = t('feed-showing', { shown: feed.showing });
  return line.condition === 'ok' || line.condition === 'unknown' ? shown : `${shown}; ${lineWords(line)}`;
}

/** The same where there is little room and the picture is seen: only what is not as it should be. */
export function feedAlarm(feed: FeedWire): string | undefined {
  if (feedLevel(feed) === 'ok') return undefined;
  const line = shownLine(feed);
  const alone = feed.process !== 'refused' && feed.process !== 'restarting' && feed.showing === 'main';
  return alone && line !== undefined && line.condition !== 'ok' ? lineWords(line) : feedWords(feed);
}

/** «1280×720 · 25 к/с · 4,1 Мбит/с». */
export function measuredWords(line: FeedMeasures['main'] | undefined): string {
  const parts: string[] = [];
  if (line?.width !== undefined && line.height !== undefined) parts.push(`${line.width}×${line.height}`);
  if (line?.fps !== undefined) parts.push(t('feed-fps', { fps: numberWords(line.fps, 0) }));
  if (line?.kbps !== undefined) parts.push(t('feed-mbps', { mbps: numberWords(line.kbps / 1000, 1) }));
  return parts.join(' · ');
}
