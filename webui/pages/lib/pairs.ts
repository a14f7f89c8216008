/** Reading the public slice of the debate: who stands on stage, who comes next. Pure. */
import type { DebateWire, DebaterWire, PairWire, PersonWire, ShowWire } from './wire';

export const onStage = (debate: DebateWire | undefined): PairWire | undefined =>
  debate?.pair === undefined ? undefined : debate.pairs.byId[debate.pair];

/** The first pair without a result that is not on stage; absent when all have had their turn. */
export function comingPair(debate: DebateWire): PairWire | undefined {
  const id = debate.pairs.order.find((each) => each !== debate.pair && debate.pairs.byId[each]?.done === false);
  return id === undefined ? undefined : debate.pairs.byId[id];
}

/** A person whom the show file does not name any more keeps his id for a name. */
export const personOf = (show: ShowWire, participant: string): PersonWire =>
  show.participants[participant] ?? { name: participant };

export const namesOf = (show: ShowWire, pair: PairWire): string[] =>
  pair.debaters.map((debater: DebaterWire) => personOf(show, debater.participant).name);
