/** How good a password looks. A hint, not a rule: the server asks only for the length (NIST SP 800-63B, 3.1.1.2). Pure. */
export type Strength = 'empty' | 'short' | 'weak' | 'fair' | 'good' | 'strong';

/** As `control.people.SHORTEST_PASSWORD`, which counts bytes; a Cyrillic letter is two. */
export const SHORTEST = 8;

const RUNS = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'];
const COMMON = /password|parol|пароль|admin|админ|efir|эфир|letmein|welcome|iloveyou|люблю/giu;

/** Characters that a guesser does not get for nothing: repeats, keyboard runs and the best known words count little. */
function worth(password: string): number {
  const text = password.toLowerCase().replace(COMMON, '*').replace(/(.)\1{2,}/gu, '$1');
  const letters = [...text];
  let run = 0;
  for (let i = 1; i < letters.length; i += 1) {
    const two = `${letters[i - 1]}${letters[i]}`;
    if (RUNS.some((line) => line.includes(two) || [...line].reverse().join('').includes(two))) run += 1;
  }
  return Math.min(letters.length - run, new Set(letters).size * 2);
}

export function strengthOf(password: string): Strength {
  if (password === '') return 'empty';
  if (new TextEncoder().encode(password).length < SHORTEST) return 'short';
  const value = worth(password);
  if (value < 7) return 'weak';
  if (value < 12) return 'fair';
  return value < 16 ? 'good' : 'strong';
}
