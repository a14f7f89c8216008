import '$lib/theme.css';
import { mount } from 'svelte';
import Setup from './Setup.svelte';

mount(Setup, { target: document.getElementById('page')! });
