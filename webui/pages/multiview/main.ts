import '$lib/theme.css';
import { mount } from 'svelte';
import Multiview from './Multiview.svelte';

// It stands in dark rooms, whatever the other pages of this browser look like.
document.documentElement.dataset['theme'] = 'dark';
mount(Multiview, { target: document.getElementById('page')! });
