// Who gets which Microsoft Intune policy, as code: assignments of policies to groups, users and devices.
package intune
