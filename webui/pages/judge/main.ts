import '$lib/theme.css';
import '$lib/sides.css';
import { mount } from 'svelte';
import Judge from './Judge.svelte';

mount(Judge, { target: document.getElementById('page')! });
