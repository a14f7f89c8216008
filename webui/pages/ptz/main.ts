import '$lib/theme.css';
import { mount } from 'svelte';
import Ptz from './Ptz.svelte';

mount(Ptz, { target: document.getElementById('page')! });
