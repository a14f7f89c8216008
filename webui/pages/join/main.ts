import '$lib/theme.css';
import { mount } from 'svelte';
import Join from './Join.svelte';

mount(Join, { target: document.getElementById('page')! });
