package io.orrery.train.tales;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The words of the German stories by what stands for them in the English ones: a word of the same class, which need not mean
 * the same. {@code hatten}, {@code hat}, {@code nach}, {@code Weg} and adjectives with endings have none.
 */
final class Translation {
    private static final String TO_EMBEDDING = "embed.W_E";
    private static final String FROM_EMBEDDING = "unembed.W_U";

    static final Map<String, String> ENGLISH = Arrays.stream("""
            <end>=<end> .=. ,=, ?=? Als=When und=and an=to Eines=One Tages=day mit=with Am=On Es=It war=was Tag=day
            weil=because Wer=Who sagte=said zählte=counted Sie=They am=on nicht=not macht=says ist=is Wo=Where Welche=What
            Farbe=colour gehört=for Wem=Whose Dann=Then Hause=home waren=were ein=a einen=a eine=a einem=a einer=a den=the
            die=the das=the dem=the der=the Der=The Die=The Das=The Lily=Lily Greta=Mia Frieda=Anna Ida=Emma Lena=Zoe
            Marie=Lucy Paul=Tom Emil=Ben Felix=Sam Jonas=Max Moritz=Leo Tim=Jack gingen=went liefen=walked rannten=ran
            ging=went rannte=ran lief=walked Park=park Garten=garden Wald=forest Hof=farm Wiese=beach Schule=school
            Stadt=shop Dorf=lake in=to auf=to gab=gave schickte=showed verschenkte=threw Ball=ball Drachen=kite Hut=hat
            Puppe=doll Trommel=drum Tasse=cup Buch=book Boot=boat Montag=Monday Dienstag=Tuesday Mittwoch=Wednesday
            Donnerstag=Thursday Freitag=Friday Samstag=Saturday Sonntag=Sunday sah=saw fand=found mochte=liked
            wollte=wanted sahen=saw fanden=found warmer=warm sonniger=sunny windiger=windy sprangen=jumped sangen=sang
            tanzten=danced lächelten=smiled lachten=laughed sprang=jumped sang=sang tanzte=danced lächelte=smiled
            lachte=laughed froh=happy traurig=sad müde=tired hungrig=hungry stolz=proud sie=she er=he Er=He es=it rot=red
            blau=blue grün=green gelb=yellow weiß=pink braun=brown Hund=dog Katze=cat Kuh=cow Ente=duck Schwein=pig
            Schaf=sheep Biene=bee eins=one zwei=two drei=three vier=four fünf=five sechs=six sieben=seven acht=eight
            neun=nine zehn=ten groß=big klein=small heiß=hot kalt=cold neu=new alt=old nass=wet trocken=dry hart=hard
            weich=soft sauber=clean schmutzig=dirty wau=woof miau=meow muh=moo quak=quack oink=oink mäh=baa summ=buzz
            unter=under hinter=behind vor=beside neben=near Bett=bed Tisch=table Stuhl=chair Kiste=box Baum=tree Tür=door
            """.strip().split("\\s+"))
            .map(pair -> pair.split("=(?=.)"))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

    private Translation() {}

    /**
     * Copies the weights of a model that tells the English stories. Words without an English one keep their rows of W_E and
     * their columns of W_U.
     *
     * @param weights of the graph of a model that tells the German stories, by name; they are changed
     */
    static void copy(Weights english, Graph graph, Map<String, Tensor> weights) {
        for (var node : graph.weights()) {
            if (!node.name().equals(TO_EMBEDDING) && !node.name().equals(FROM_EMBEDDING)) {
                copy(rows(english, node.name()), weights.get(node.name()).rows());
            }
        }
        float[][] embedded = weights.get(TO_EMBEDDING).rows();
        float[][] unembedded = weights.get(FROM_EMBEDDING).rows();
        float[][] englishEmbedded = rows(english, TO_EMBEDDING);
        float[][] englishUnembedded = rows(english, FROM_EMBEDDING);
        ENGLISH.forEach((german, word) -> {
            int to = token(Grammar.GERMAN, german);
            int from = token(Grammar.ENGLISH, word);
            copy(englishEmbedded[from], embedded[to]);
            for (int row = 0; row < unembedded.length; row++) {
                unembedded[row][to] = englishUnembedded[row][from];
            }
        });
    }

    private static int token(Grammar grammar, String word) {
        return grammar.vocabulary().tokens(List.of(word))[0];
    }

    private static float[][] rows(Weights weights, String name) {
        var weight = weights.find(name).orElseThrow();
        return weight.rows(0, weight.rowCount());
    }

    private static void copy(float[][] from, float[][] to) {
        for (int row = 0; row < to.length; row++) {
            copy(from[row], to[row]);
        }
    }

    private static void copy(float[] from, float[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }
}
