/**
 * Keeps the screen on while the page is seen. Best effort: browsers have it on https and localhost only, and the battery may
 * forbid it; then the screen dims as its owner set it. Returns its own end.
 */
export function stayAwake(): () => void {
  if (!('wakeLock' in navigator)) return () => undefined;
  let lock: WakeLockSentinel | undefined;
  let ended = false;
  const ask = async (): Promise<void> => {
    if (ended || document.visibilityState !== 'visible' || lock?.released === false) return;
    try {
      lock = await navigator.wakeLock.request('screen');
      if (ended) await lock.release();
    } catch (error) {
      console.info('the screen may go dark', error);
    }
  };
  const again = (): void => void ask();
  // The system takes the lock away from a hidden page.
  document.addEventListener('visibilitychange', again);
  void ask();
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release();
  };
}
