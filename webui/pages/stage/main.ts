import '$lib/theme.css';
import '$lib/sides.css';
import { mount } from 'svelte';
import Stage from './Stage.svelte';

mount(Stage, { target: document.getElementById('page')! });
