echo "shell $* $COLOUR"
touch "@PROJECT@/.up/$$"
while :; do sleep 0.2; done
