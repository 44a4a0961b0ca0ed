/* SPDX-License-Identifier: MIT */
int undocumented(int x);
