/// Linux by way of FFM: the only native code. What may never enter: a decision about an app.
@org.jspecify.annotations.NullMarked
package dev.reeve.os.linux;
