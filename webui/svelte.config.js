/** Read by vite-plugin-svelte and svelte-check alike. */
export default {
  compilerOptions: {
    runes: true,
    // Styles go to files of their own: the pages' CSP has no unsafe-inline.
    css: 'external',
  },
};
