/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Linked with one whole folder and only those before it: the link fails when a folder reaches forward. */
int main(void)
{
    return 0;
}
