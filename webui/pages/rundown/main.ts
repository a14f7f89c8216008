import '$lib/theme.css';
import { mount } from 'svelte';
import Rundown from './Rundown.svelte';

mount(Rundown, { target: document.getElementById('page')! });
