# Machines at the door: what buttons and programs made for Ontime want.

ontime-unknown = Efir does not know the request “{ $tag }”
ontime-wrong = The request “{ $tag }” does not carry what it should
ontime-not-loaded = No item is chosen: load one first, or ask for the next
ontime-no-event = There is no such item in the rundown
ontime-field = The field “{ $field }” cannot be changed so
