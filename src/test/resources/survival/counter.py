import sys
import time

number = 0
while True:
    number += 1
    sys.stdout.write("%d\n" % number)
    sys.stdout.flush()
    time.sleep(0.02)
