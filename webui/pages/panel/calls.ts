/** Calls outside that somebody should look at. */
import { data } from './view';

/** Those that failed, or of which nobody knows, and that were not repeated; the oldest first. */
export function openCalls(): string[] {
  const { order, byId } = data().calls;
  return order.filter((id) => {
    const call = byId[id];
    return call !== undefined && (call.status === 'failed' || call.status === 'unsure') && call.repeated !== true;
  });
}
