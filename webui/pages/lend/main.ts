import '$lib/theme.css';
import { mount } from 'svelte';
import Lend from './Lend.svelte';

mount(Lend, { target: document.getElementById('page')! });
