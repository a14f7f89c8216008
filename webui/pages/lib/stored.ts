/** A person's choice kept in this browser. Storage may be forbidden: then a choice lives as long as the page. */
export function stored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch (error) {
    console.warn('no local storage', error);
    return null;
  }
}

export function store(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch (error) {
    console.warn('no local storage', error);
  }
}
